package org.handover.app.start;

import java.nio.file.Path;
import java.util.Optional;
import org.handover.app.inventory.Estates;
import org.handover.app.inventory.LoadedOnFirstUse;
import org.handover.step.Inventory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class InventoryConfiguration {

    /** What {@code handover.inventory} names, and the demonstration where there is a lab. */
    @Bean
    Inventory inventory(OwnLab lab, @Value("${handover.inventory:#{null}}") @Nullable String file) {
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
}
