package org.handover.app.start;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.task.TaskQuery;
import org.handover.app.engine.Groups;
import org.handover.app.engine.HumanTask;
import org.springframework.stereotype.Component;

/** The groups, what each may see in Camunda's web apps, and the filters that they find in Tasklist. */
@Component
final class AccessRights {

    private static final Map<String, String> NAMES = Map.of(
            Groups.OPERATORS, "SSO operators",
            Groups.APPROVERS, "SSO approvers",
            Groups.AUDITORS, "SSO auditors",
            Groups.TOOLS, "Incident tools",
            Groups.ADMINISTRATORS, "Camunda administrators");

    private static final Permission[] LOOK = {
        ProcessDefinitionPermissions.READ,
        ProcessDefinitionPermissions.READ_INSTANCE,
        ProcessDefinitionPermissions.READ_HISTORY
    };

    private final IdentityService identity;
    private final AuthorizationService authorizations;
    private final FilterService filters;
    private final TaskService tasks;

    AccessRights(
            IdentityService identity, AuthorizationService authorizations, FilterService filters, TaskService tasks) {
        this.identity = identity;
        this.authorizations = authorizations;
        this.filters = filters;
        this.tasks = tasks;
    }

    /** Makes what is missing; what is there stays as an administrator may have changed it. */
    void ensure() {
        Groups.ALL.stream()
                .filter(group -> identity.createGroupQuery().groupId(group).count() == 0)
                .forEach(this::make);
        if (filters.createFilterQuery().count() == 0) {
            makeFilters();
        }
    }

    private void make(String id) {
        Group group = identity.newGroup(id);
        group.setName(NAMES.get(id));
        group.setType("WORKFLOW");
        identity.saveGroup(group);
        switch (id) {
            case Groups.OPERATORS, Groups.APPROVERS -> {
                mayUse(id, "tasklist", "cockpit", "welcome");
                grant(id, Resources.PROCESS_DEFINITION, LOOK);
            }
            case Groups.AUDITORS -> {
                mayUse(id, "cockpit", "welcome");
                grant(id, Resources.PROCESS_DEFINITION, LOOK);
            }
            case Groups.ADMINISTRATORS -> {
                mayUse(id, "tasklist", "cockpit", "admin", "welcome");
                grant(id, Resources.PROCESS_DEFINITION, LOOK);
                List.of(Resources.USER, Resources.GROUP, Resources.GROUP_MEMBERSHIP)
                        .forEach(resource -> grant(id, resource, Permissions.ALL));
                grant(id, Resources.AUTHORIZATION, Permissions.READ);
            }
            default -> {
                // tools see what /api shows them
            }
        }
    }

    private void mayUse(String group, String... applications) {
        for (String application : applications) {
            grant(group, Resources.APPLICATION, application, Permissions.ACCESS);
        }
    }

    private void grant(String group, Resource resource, Permission... permissions) {
        grant(group, resource, Authorization.ANY, permissions);
    }

    private void grant(String group, Resource resource, String id, Permission... permissions) {
        Authorization grant = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
        grant.setGroupId(group);
        grant.setResource(resource);
        grant.setResourceId(id);
        grant.setPermissions(permissions);
        authorizations.saveAuthorization(grant);
    }

    private static List<Map<String, String>> onEachTaskOfTheList() {
        return List.of(
                Map.of("name", "failoverId", "label", "Failover"),
                Map.of("name", "ssoSystem", "label", "SSO system"),
                Map.of("name", "estate", "label", "Estate"),
                Map.of("name", "approvalsSoFar", "label", "Approvals"));
    }

    /** What a person finds ready made in Tasklist; the first one is open when they come. */
    private void makeFilters() {
        TaskQuery ofMyGroups = tasks.createTaskQuery()
                .taskCandidateGroupInExpression("${currentUserGroups()}")
                .includeAssignedTasks();
        Filter all = makeFilter(1, "Tasks for my groups", ofMyGroups);
        Authorization everybody = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GLOBAL);
        everybody.setResource(Resources.FILTER);
        everybody.setResourceId(all.getId());
        everybody.addPermission(Permissions.READ);
        authorizations.saveAuthorization(everybody);
        makeFilter(
                2, "Approvals and reviews", Groups.APPROVERS, HumanTask.APPROVE_CHANGE, HumanTask.REVIEW_BREAK_GLASS);
        makeFilter(
                2,
                "Decisions needed",
                Groups.OPERATORS,
                HumanTask.DECIDE_ON_FAILED_CHECKS,
                HumanTask.DECIDE_HOW_TO_GO_ON,
                HumanTask.CONFIRM_FORMER_MASTER_IS_DOWN,
                HumanTask.CONFIRM_RESULT,
                HumanTask.DECIDE_ON_FORMER_MASTER,
                HumanTask.ASK_FOR_APPROVAL_AGAIN,
                HumanTask.BREAK_GLASS);
        makeFilter(
                3,
                "Passwords needed",
                Groups.OPERATORS,
                HumanTask.GIVE_BACKUP_PASSWORD,
                HumanTask.GIVE_RESTORE_PASSWORD,
                HumanTask.TAKE_FRESH_BACKUP);
    }

    private void makeFilter(int priority, String name, String group, HumanTask... shown) {
        TaskQuery query = tasks.createTaskQuery()
                .taskDefinitionKeyIn(Arrays.stream(shown).map(HumanTask::id).toArray(String[]::new));
        grant(group, Resources.FILTER, makeFilter(priority, name, query).getId(), Permissions.READ);
    }

    private Filter makeFilter(int priority, String name, TaskQuery query) {
        Filter filter = filters.newTaskFilter(name);
        filter.setQuery(query.orderByTaskPriority().desc().orderByDueDate().asc());
        filter.setProperties(Map.of(
                "priority",
                priority,
                "refresh",
                true,
                "showUndefinedVariable",
                false,
                "variables",
                onEachTaskOfTheList()));
        return filters.saveFilter(filter);
    }
}
