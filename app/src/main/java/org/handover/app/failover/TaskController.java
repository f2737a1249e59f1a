package org.handover.app.failover;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.exception.NullValueException;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.Variables;
import org.handover.app.engine.DecisionGuard;
import org.handover.app.engine.RefusedAttemptException;
import org.handover.app.engine.RefusedAttempts;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/tasks")
@Tag(name = "Tasks")
class TaskController {

    private final TaskService tasks;
    private final RefusedAttempts refusals;

    TaskController(TaskService tasks, RefusedAttempts refusals) {
        this.tasks = tasks;
        this.refusals = refusals;
    }

    /** @param answer what a server answered to the command that was typed by hand */
    record Decision(
            @NotBlank @Size(max = 64) String decision,
            @Nullable @Size(max = 2000) String comment,
            @Nullable @Size(max = 2000) String justification,
            @Nullable @Size(max = 200_000) String answer) {}

    @PostMapping("/{taskId}/decision")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Answer a task, by the same rules as in Tasklist")
    void decide(@PathVariable String taskId, @RequestBody @Valid Decision body, HttpServletRequest request) {
        VariableMap variables = Variables.createVariables()
                .putValue("decision", body.decision())
                .putValue("comment", body.comment() == null ? "" : body.comment())
                .putValue("justification", body.justification() == null ? "" : body.justification());
        if (body.answer() != null) {
            // transient: the guard takes it, and neither a variable nor the history keeps it
            variables.putValueTyped(DecisionGuard.PASTED, Variables.stringValue(body.answer(), true));
        }
        try {
            tasks.complete(taskId, variables);
        } catch (AuthorizationException notYours) {
            String sentence = "This task is not for you. Its candidateGroups say who answers it.";
            refusals.record(
                    Ledger.HOUSE,
                    String.valueOf(request.getRemoteUser()),
                    "decision.refused",
                    Journal.ordered("task", taskId, "why", sentence));
            throw new ProblemException(HttpStatus.FORBIDDEN, sentence);
        } catch (NullValueException gone) {
            throw new ProblemException(
                    HttpStatus.NOT_FOUND,
                    "There is no such open task; somebody may have answered it already. Look at the failover.");
        } catch (OptimisticLockingException atTheSameMoment) {
            throw new ProblemException(
                    HttpStatus.CONFLICT,
                    "Somebody else answered at the same moment. Look at the failover and try again.");
        } catch (RefusedAttemptException refused) {
            throw new ProblemException(HttpStatus.UNPROCESSABLE_ENTITY, String.valueOf(refused.getMessage()));
        }
    }
}
