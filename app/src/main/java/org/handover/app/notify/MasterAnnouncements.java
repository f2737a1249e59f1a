package org.handover.app.notify;

import java.util.List;
import org.handover.app.engine.Groups;
import org.handover.app.watch.Trouble;
import org.handover.app.watch.TroubleListener;
import org.handover.sso.SsoSystem;
import org.springframework.stereotype.Component;

/** Tells people what the watch of the masters sees. Nothing is started by it. */
@Component
final class MasterAnnouncements implements TroubleListener {

    private static final List<String> WHO_ACTS = List.of(Groups.OPERATORS, Groups.APPROVERS);

    private final Outbox outbox;

    MasterAnnouncements(Outbox outbox) {
        this.outbox = outbox;
    }

    @Override
    public void begins(SsoSystem system, Trouble trouble, String sentence) {
        switch (trouble) {
            case DOWN ->
                tell(
                        system,
                        Occasion.MASTER_DOWN,
                        sentence
                                + " Nothing new is encrypted meanwhile, and no service that stops can start again. Nothing was started: if the server is lost, an operator starts a failover.");
            case TWO_MASTERS ->
                tell(
                        system,
                        Occasion.TWO_MASTERS,
                        sentence
                                + " Change no secret, and stop ENTSSO on the one that must not be master. Nothing was done here.");
        }
    }

    @Override
    public void ends(SsoSystem system, Trouble trouble, String sentence) {
        tell(system, trouble == Trouble.DOWN ? Occasion.MASTER_UP : Occasion.ONE_MASTER, sentence);
    }

    private void tell(SsoSystem system, Occasion occasion, String sentence) {
        outbox.put(system, occasion, new Happening(sentence, WHO_ACTS, List.of(), null));
    }
}
