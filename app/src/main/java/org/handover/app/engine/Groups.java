package org.handover.app.engine;

import java.util.List;

/** The groups that people and tools are in. */
public final class Groups {

    public static final String OPERATORS = "sso-operators";
    public static final String APPROVERS = "sso-approvers";
    public static final String AUDITORS = "sso-auditors";
    public static final String TOOLS = "sso-tools";
    public static final String ADMINISTRATORS = "camunda-admin";

    public static final List<String> ALL = List.of(OPERATORS, APPROVERS, AUDITORS, TOOLS, ADMINISTRATORS);

    private Groups() {}
}
