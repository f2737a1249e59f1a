package org.handover.app.start;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.handover.app.inventory.Estates;
import org.handover.app.inventory.InventoryPart;
import org.handover.app.inventory.LoadedOnFirstUse;
import org.handover.app.inventory.UnusableInventoryException;
import org.handover.app.rehearsal.LabForRehearsals;
import org.handover.app.rehearsal.RehearsalLab;
import org.handover.step.BackupStore;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class InventoryConfiguration {

    /** What {@code handover.inventory} names, and the demonstration where there is a lab. */
    @Bean
    InventoryPart estates(OwnLab lab, @Value("${handover.inventory:#{null}}") @Nullable String file) {
        Estates estates = file == null ? Estates.none() : Estates.of(Path.of(file));
        if (!lab.isThere()) {
            return estates;
        }
        Optional<Path> key = lab.privateKey();
        return new LoadedOnFirstUse(() -> {
            lab.handOver().ifPresent(handedOver -> estates.addDemonstration(handedOver, key.orElseThrow()));
            return estates;
        });
    }

    /** The lab that {@code handover.rehearsal.lab-url} names, or that of a first run. */
    @Bean
    LabForRehearsals labForRehearsals(
            OwnLab lab,
            @Value("${handover.rehearsal.lab-url:}") String url,
            @Value("${handover.rehearsal.lab-token:}") String token,
            @Value("${handover.rehearsal.private-key:}") String privateKey) {
        if (url.isBlank()) {
            return () -> lab.handOver()
                    .map(handedOver -> new RehearsalLab.Address(
                            handedOver.http(),
                            handedOver.token(),
                            lab.privateKey().orElseThrow()));
        }
        if (token.isBlank() || privateKey.isBlank()) {
            throw new UnusableInventoryException(
                    "handover.rehearsal.lab-url needs handover.rehearsal.lab-token, and handover.rehearsal.private-key with which one logs on to the lab's servers.");
        }
        RehearsalLab.Address address =
                new RehearsalLab.Address(url.replaceFirst("/+$", ""), token, Path.of(privateKey));
        return () -> Optional.of(address);
    }

    /** Of the keystore with the key that signs the ledger, where no password is given for it. */
    @Bean
    String ledgerKeystorePassword(DataFolder data) {
        return data.internalPassword("ledger-signing");
    }

    /** The folder that {@code handover.backup-store} names; a first run has one of its own. */
    @Bean
    BackupStore backupStore(
            OwnLab lab, DataFolder data, @Value("${handover.backup-store:#{null}}") @Nullable String folder) {
        if (folder == null) {
            Optional<Path> own = lab.isThere() ? Optional.of(data.directory("backups")) : Optional.empty();
            return () -> own;
        }
        Path store = Path.of(folder);
        if (!Files.isDirectory(store) || !Files.isWritable(store)) {
            throw new UnusableInventoryException(
                    "handover.backup-store: %s is no folder that this application can write to.".formatted(folder));
        }
        return () -> Optional.of(store);
    }
}
