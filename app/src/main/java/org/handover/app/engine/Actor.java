package org.handover.app.engine;

import java.util.List;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.identity.Authentication;

/**
 * Who gives the engine the command that it carries out now.
 *
 * @param signedIn false where the engine was called without an identity: then nobody is responsible, and nobody may decide
 */
record Actor(String name, List<String> groups, boolean signedIn) {

    private static final Actor NOBODY = new Actor("nobody", List.of(), false);

    static Actor ofThisCommand() {
        Authentication who = Context.getCommandContext().getAuthentication();
        return who == null || who.getUserId() == null
                ? NOBODY
                : new Actor(who.getUserId(), who.getGroupIds() == null ? List.of() : who.getGroupIds(), true);
    }

    void demand(HumanTask human) {
        if (!signedIn) {
            throw new RefusedAttemptException(
                    "Only somebody who is signed in may answer this task, and this call names nobody.");
        }
        if (!groups.contains(human.group())) {
            throw new RefusedAttemptException(
                    "Only a member of %s may answer this task; %s is none.".formatted(human.group(), name));
        }
    }
}
