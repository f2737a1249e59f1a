package org.handover.app.lab;

import java.util.Optional;
import org.handover.app.rehearsal.LabForRehearsals;
import org.handover.app.rehearsal.RehearsalLab;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The lab in which this application rehearses: none, until a test names one. */
final class LabOfTheTest implements LabForRehearsals {

    private volatile RehearsalLab.@Nullable Address address;
    private volatile boolean askedInATransaction;

    void rehearseIn(@Nullable TestLab lab) {
        askedInATransaction = false;
        address = lab == null
                ? null
                : new RehearsalLab.Address(
                        lab.handedOver().http(), lab.handedOver().token(), lab.privateKey());
    }

    /** Whether somebody has asked for it, since it was named, who would keep a transaction waiting for its answers. */
    boolean wasAskedInATransaction() {
        return askedInATransaction;
    }

    @Override
    public Optional<RehearsalLab.Address> address() {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            askedInATransaction = true;
        }
        return Optional.ofNullable(address);
    }
}
