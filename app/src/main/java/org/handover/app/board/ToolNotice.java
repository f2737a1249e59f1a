package org.handover.app.board;

import org.handover.app.restraint.ToolSwitch;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Says on the pages about runs when tools start nothing: whoever waits for a tool's failover would wait for nothing. */
@ControllerAdvice(assignableTypes = BoardController.class)
class ToolNotice {

    private final ToolSwitch toolSwitch;

    ToolNotice(ToolSwitch toolSwitch) {
        this.toolSwitch = toolSwitch;
    }

    @ModelAttribute("tools")
    ToolSwitch.SwitchState tools() {
        return toolSwitch.state();
    }
}
