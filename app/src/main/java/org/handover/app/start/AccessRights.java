package org.handover.app.start;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.identity.Group;
import org.handover.app.engine.Groups;
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
    private final TasklistFilters filters;

    AccessRights(IdentityService identity, AuthorizationService authorizations, TasklistFilters filters) {
        this.identity = identity;
        this.authorizations = authorizations;
        this.filters = filters;
    }

    /** Makes what is missing; a group that is there stays as an administrator may have changed it. */
    void ensure() {
        Groups.ALL.stream()
                .filter(group -> identity.createGroupQuery().groupId(group).count() == 0)
                .forEach(this::make);
        filters.renew();
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
}
