package org.handover.app.rehearsal;

import java.util.Optional;

/** Which lab makes the twins; asked anew each time, because the lab of a first run may still be starting. */
@FunctionalInterface
public interface LabForRehearsals {

    /** Empty where there is none. */
    Optional<RehearsalLab.Address> address();
}
