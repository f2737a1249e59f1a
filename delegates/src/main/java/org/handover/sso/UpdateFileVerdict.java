package org.handover.sso;

import java.util.List;

/** What {@link UpdateFile#validate} finds. */
public sealed interface UpdateFileVerdict {

    /**
     * Every rule is kept.
     *
     * @param secretServer the server that the file names
     * @param digest of the file's bytes
     * @param warnings sentences on what is allowed and yet worth a look
     */
    record Valid(SsoServerName secretServer, Sha256 digest, List<String> warnings) implements UpdateFileVerdict {
        public Valid {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * At least one rule is broken.
     *
     * @param violations in the order of the file, never empty
     */
    record Refused(List<Violation> violations) implements UpdateFileVerdict {
        public Refused {
            violations = List.copyOf(violations);
            if (violations.isEmpty()) {
                throw new IllegalArgumentException("A refusal names at least one rule.");
            }
        }
    }
}
