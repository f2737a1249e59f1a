package org.handover.app.start;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.task.TaskQuery;
import org.handover.app.engine.Groups;
import org.handover.app.engine.HumanTask;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The filters that people find ready made in Tasklist. At each start they become what this version has; one that somebody has
 * changed or deleted stays as they left it, and so does one that they have made.
 */
@Component
public final class TasklistFilters {

    /** Any number that nothing else takes: nodes that start at the same time come here one after the other. */
    private static final long ONE_NODE_AT_A_TIME = 0x7461736b6c697374L;

    private final FilterService filters;
    private final TaskService tasks;
    private final AuthorizationService authorizations;
    private final JdbcClient jdbc;
    private final TransactionOperations newTransaction;

    TasklistFilters(
            FilterService filters,
            TaskService tasks,
            AuthorizationService authorizations,
            JdbcClient jdbc,
            TransactionOperations newTransaction) {
        this.filters = filters;
        this.tasks = tasks;
        this.authorizations = authorizations;
        this.jdbc = jdbc;
        this.newTransaction = newTransaction;
    }

    /**
     * @param key under which the installation remembers it, whatever it is called
     * @param group that finds it; null where everybody does
     */
    private record Wanted(String key, int priority, String name, @Nullable String group, TaskQuery query) {}

    /** What the installation remembers of a filter: its id, and the digest of what was saved last. */
    private record Kept(String id, String digest) {}

    public void renew() {
        newTransaction.executeWithoutResult(transaction -> {
            jdbc.sql("select pg_advisory_xact_lock(?)")
                    .param(ONE_NODE_AT_A_TIME)
                    .query()
                    .listOfRows();
            wanted().forEach(this::renew);
        });
    }

    private void renew(Wanted wanted) {
        Optional<Kept> kept = kept(wanted);
        if (kept.isEmpty()) {
            Filter own = ofAnEarlierVersion(wanted).orElseGet(() -> make(wanted));
            save(own, wanted);
        } else if (kept.get().digest().equals(digest(kept.get().id()))) {
            save(filters.getFilter(kept.get().id()), wanted);
        }
    }

    /** Earlier versions made the same filters and remembered nothing of them. What a person makes has an owner. */
    private Optional<Filter> ofAnEarlierVersion(Wanted wanted) {
        return filters.createFilterQuery().filterName(wanted.name()).list().stream()
                .filter(found -> found.getOwner() == null)
                .findFirst();
    }

    private Filter make(Wanted wanted) {
        Filter made = filters.saveFilter(filters.newTaskFilter(wanted.name()));
        Authorization read = authorizations.createNewAuthorization(
                wanted.group() == null ? Authorization.AUTH_TYPE_GLOBAL : Authorization.AUTH_TYPE_GRANT);
        if (wanted.group() != null) {
            read.setGroupId(wanted.group());
        }
        read.setResource(Resources.FILTER);
        read.setResourceId(made.getId());
        read.addPermission(Permissions.READ);
        authorizations.saveAuthorization(read);
        return made;
    }

    private void save(Filter filter, Wanted wanted) {
        filter.setName(wanted.name());
        filter.setQuery(
                wanted.query().orderByTaskPriority().desc().orderByDueDate().asc());
        filter.setProperties(Map.of(
                "priority",
                wanted.priority(),
                "refresh",
                true,
                "showUndefinedVariable",
                false,
                "variables",
                onEachTaskOfTheList()));
        String id = filters.saveFilter(filter).getId();
        jdbc.sql(
                        """
                        insert into handover.installation (key, value) values (?, ?)
                        on conflict (key) do update set value = excluded.value""")
                .params(wanted.key(), id + " " + digest(id))
                .update();
    }

    private Optional<Kept> kept(Wanted wanted) {
        return jdbc.sql("select value from handover.installation where key = ?")
                .param(wanted.key())
                .query(String.class)
                .optional()
                .map(value -> value.split(" ", 2))
                .map(parts -> new Kept(parts[0], parts[1]));
    }

    /** Of what anybody could have changed; empty where the filter is not there. */
    private String digest(String filter) {
        return jdbc.sql(
                        """
                        select encode(sha256(convert_to(concat_ws(chr(10), name_, owner_, query_, properties_), 'UTF8')), 'hex')
                        from public.act_ru_filter where id_ = ?""")
                .param(filter)
                .query(String.class)
                .optional()
                .orElse("");
    }

    /** The one with the lowest priority number is open when somebody comes. */
    private List<Wanted> wanted() {
        TaskQuery ofMyGroups = tasks.createTaskQuery()
                .taskCandidateGroupInExpression("${currentUserGroups()}")
                .includeAssignedTasks();
        return List.of(
                new Wanted("filter.mine", 1, "Tasks for my groups", null, ofMyGroups),
                new Wanted(
                        "filter.approvals",
                        2,
                        "Approvals and reviews",
                        Groups.APPROVERS,
                        of(HumanTask.APPROVE_CHANGE, HumanTask.REVIEW_BREAK_GLASS)),
                new Wanted(
                        "filter.decisions",
                        2,
                        "Decisions needed",
                        Groups.OPERATORS,
                        of(
                                HumanTask.DECIDE_ON_FAILED_CHECKS,
                                HumanTask.DECIDE_HOW_TO_GO_ON,
                                HumanTask.CONFIRM_FORMER_MASTER_IS_DOWN,
                                HumanTask.CONFIRM_RESULT,
                                HumanTask.DECIDE_ON_FORMER_MASTER,
                                HumanTask.ASK_FOR_APPROVAL_AGAIN,
                                HumanTask.BREAK_GLASS)),
                new Wanted(
                        "filter.passwords",
                        3,
                        "Passwords needed",
                        Groups.OPERATORS,
                        of(
                                HumanTask.GIVE_BACKUP_PASSWORD,
                                HumanTask.GIVE_RESTORE_PASSWORD,
                                HumanTask.TAKE_FRESH_BACKUP)));
    }

    private TaskQuery of(HumanTask... shown) {
        return tasks.createTaskQuery()
                .taskDefinitionKeyIn(Arrays.stream(shown).map(HumanTask::id).toArray(String[]::new));
    }

    private static List<Map<String, String>> onEachTaskOfTheList() {
        return List.of(
                Map.of("name", "failoverId", "label", "Failover"),
                Map.of("name", "ssoSystem", "label", "SSO system"),
                Map.of("name", "estate", "label", "Estate"),
                Map.of("name", "approvalsSoFar", "label", "Approvals"));
    }
}
