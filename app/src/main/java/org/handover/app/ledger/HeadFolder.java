package org.handover.app.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.handover.verify.SignedHead;

/** A folder elsewhere: one file for each head, in which nothing is ever written over. */
record HeadFolder(Path folder) implements HeadTarget {

    @Override
    public String name() {
        return "folder " + folder;
    }

    @Override
    public void send(SignedHead head) throws IOException {
        // The folder itself is not made: where the other disk is not mounted, it is not there.
        Path file = folder.resolve(head.fileName());
        if (Files.exists(file)) {
            if (!Files.readString(file).equals(head.text())) {
                throw new IOException("%s is there already and is another head: compare the two.".formatted(file));
            }
            return;
        }
        Path fresh = folder.resolve("." + head.fileName());
        Files.writeString(fresh, head.text());
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
