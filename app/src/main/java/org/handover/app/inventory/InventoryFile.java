package org.handover.app.inventory;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.stream.Collectors;
import org.handover.sso.ApprovalRules;
import org.jspecify.annotations.Nullable;

/** {@code inventory.yml} as it is written; {@code inventory.example.yml} explains each line. */
record InventoryFile(@Required List<Estate> estates) {

    /** Has to be there, and not empty either. */
    @JacksonAnnotationsInside
    @JsonProperty(required = true)
    @JsonSetter(nulls = Nulls.FAIL)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Required {}

    record Estate(@Required String name, @Required List<EstateSystem> ssoSystems) {}

    record EstateSystem(
            @Required String name,
            @Required String masterSecretServer,
            @Nullable Integer approvalsNeeded,
            @Nullable String approvalValidity,
            @Nullable List<String> approvers,
            @Nullable List<String> escalateTo,
            @Nullable String breakGlass,
            @Nullable Integer priority,
            @Nullable String changeTimeLimit,
            @Required List<Server> ssoServers,
            @Required List<RestoreFile> restoreFiles) {

        ApprovalRules approval() {
            if (breakGlass != null && !breakGlass.equals("allowed")) {
                throw new IllegalArgumentException(
                        "breakGlass is '%s'; it is allowed, or left out.".formatted(breakGlass));
            }
            return new ApprovalRules(
                    approvalsNeeded == null ? 1 : approvalsNeeded,
                    validity(),
                    approvers == null ? List.of() : approvers,
                    escalateTo == null ? List.of() : escalateTo,
                    breakGlass != null);
        }

        private Duration validity() {
            return duration("approvalValidity", approvalValidity, Duration.ofMinutes(15));
        }

        Duration changeTime() {
            return duration("changeTimeLimit", changeTimeLimit, Duration.ZERO);
        }

        private static Duration duration(String key, @Nullable String written, Duration leftOut) {
            try {
                return written == null ? leftOut : Duration.parse(written);
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException(
                        "%s '%s' is no duration; fifteen minutes are PT15M.".formatted(key, written));
            }
        }
    }

    /** A server with {@code console: none} is reached by people only, and needs neither address nor credential. */
    record Server(
            @Required String name,
            @Nullable String console,
            @Nullable String host,
            @Nullable Integer port,
            @Nullable String hostKey,
            @Required String account,
            @Nullable String privateKey,
            @Nullable String passwordFile) {}

    /** Lies on the servers under a path, or in the store of backups under a name. */
    record RestoreFile(
            @Nullable String path, @Nullable String storeFile, @Required String sha256, @Required String msid) {}

    static InventoryFile read(Path file) {
        YAMLMapper yaml = YAMLMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
                .build();
        try {
            @Nullable InventoryFile read = yaml.readValue(file.toFile(), InventoryFile.class);
            if (read == null) {
                throw new UnusableInventoryException(
                        "%s: there is nothing in it; inventory.example.yml shows what an inventory says."
                                .formatted(file));
            }
            return read;
        } catch (JsonMappingException e) {
            String where = e.getPath().stream()
                    .map(reference -> reference.getFieldName() == null
                            ? "[" + reference.getIndex() + "]"
                            : reference.getFieldName())
                    .collect(Collectors.joining("."));
            throw new UnusableInventoryException(
                    "%s: %s%s".formatted(file, where.isEmpty() ? "" : where + ": ", e.getOriginalMessage()));
        } catch (IOException e) {
            throw new UnusableInventoryException("The inventory %s cannot be read: %s".formatted(file, e.getMessage()));
        }
    }
}
