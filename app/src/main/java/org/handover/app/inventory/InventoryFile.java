package org.handover.app.inventory;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.stream.Collectors;
import org.handover.sso.ApprovalRules;
import org.jspecify.annotations.Nullable;

/** {@code inventory.yml} as it is written; {@code inventory.example.yml} explains each line. */
record InventoryFile(@JsonProperty(required = true) List<Estate> estates) {

    record Estate(
            @JsonProperty(required = true) String name, @JsonProperty(required = true) List<EstateSystem> ssoSystems) {}

    record EstateSystem(
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) String masterSecretServer,
            @Nullable Integer approvalsNeeded,
            @Nullable String approvalValidity,
            @Nullable List<String> approvers,
            @Nullable List<String> escalateTo,
            @Nullable String breakGlass,
            @Nullable Integer priority,
            @JsonProperty(required = true) List<Server> ssoServers,
            @JsonProperty(required = true) List<RestoreFile> restoreFiles) {

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
            try {
                return approvalValidity == null ? Duration.ofMinutes(15) : Duration.parse(approvalValidity);
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException(
                        "approvalValidity '%s' is no duration; fifteen minutes are PT15M.".formatted(approvalValidity));
            }
        }
    }

    /** A server with {@code console: none} is reached by people only, and needs neither address nor credential. */
    record Server(
            @JsonProperty(required = true) String name,
            @Nullable String console,
            @Nullable String host,
            @Nullable Integer port,
            @Nullable String hostKey,
            @JsonProperty(required = true) String account,
            @Nullable String privateKey,
            @Nullable String passwordFile) {}

    /** Lies on the servers under a path, or in the store of backups under a name. */
    record RestoreFile(
            @Nullable String path,
            @Nullable String storeFile,
            @JsonProperty(required = true) String sha256,
            @JsonProperty(required = true) String msid) {}

    static InventoryFile read(Path file) {
        YAMLMapper yaml = YAMLMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        try {
            return yaml.readValue(file.toFile(), InventoryFile.class);
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
