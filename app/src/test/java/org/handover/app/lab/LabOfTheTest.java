package org.handover.app.lab;

import java.util.Optional;
import org.handover.app.rehearsal.LabForRehearsals;
import org.handover.app.rehearsal.RehearsalLab;
import org.jspecify.annotations.Nullable;

/** The lab in which this application rehearses: none, until a test names one. */
final class LabOfTheTest implements LabForRehearsals {

    private volatile RehearsalLab.@Nullable Address address;

    void rehearseIn(@Nullable TestLab lab) {
        address = lab == null
                ? null
                : new RehearsalLab.Address(
                        lab.handedOver().http(), lab.handedOver().token(), lab.privateKey());
    }

    @Override
    public Optional<RehearsalLab.Address> address() {
        return Optional.ofNullable(address);
    }
}
