package org.handover.app.board;

import java.util.Set;
import java.util.stream.Collectors;
import org.handover.app.engine.Groups;
import org.handover.app.failover.FailoverView;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;

/** Who looks at a page, and what they may do. */
record Viewer(String name, Set<String> groups) {

    static Viewer of(Authentication who) {
        return new Viewer(
                who.getName(),
                who.getAuthorities().stream()
                        .map(GrantedAuthority::getAuthority)
                        .collect(Collectors.toSet()));
    }

    public boolean isOperator() {
        return groups.contains(Groups.OPERATORS);
    }

    public boolean isApprover() {
        return groups.contains(Groups.APPROVERS);
    }

    public boolean isAuditor() {
        return groups.contains(Groups.AUDITORS);
    }

    public boolean isAdministrator() {
        return groups.contains(Groups.ADMINISTRATORS);
    }

    public boolean mayAnswer(FailoverView.TaskView task) {
        return task.candidateGroups().stream().anyMatch(groups::contains);
    }
}
