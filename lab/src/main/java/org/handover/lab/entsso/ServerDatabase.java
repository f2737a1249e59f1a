package org.handover.lab.entsso;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Locale;
import org.handover.lab.windows.Registry;

/**
 * Which SSO database a server talks to: the one that its registry names (docs/entsso.md 5.1). There is one SQL Server in a
 * system of the lab; under another name nothing answers. Other databases on it are schemas beside the system's own.
 */
final class ServerDatabase {

    private final Registry registry;
    private final SsoSystem system;
    private final SsoDatabase own;
    private final DatabaseConnection.Gate gate;

    ServerDatabase(Registry registry, SsoSystem system, SsoDatabase database, DatabaseConnection.Gate gate) {
        this.registry = registry;
        this.system = system;
        this.gate = gate;
        this.own = database.behind(gate);
    }

    String sqlServer() {
        return registry.string(StartConditions.SQL_KEY, "Server").orElse("");
    }

    String database() {
        return registry.string(StartConditions.SQL_KEY, "Database").orElse("");
    }

    SsoDatabase named() {
        return at(sqlServer(), database());
    }

    SsoDatabase at(String sqlServer, String database) {
        if (!isSqlServer(sqlServer)) {
            return own.behind(() -> {
                throw new SQLException("There is no SQL Server of the name " + sqlServer + ".", "08001");
            });
        }
        return database.equalsIgnoreCase(system.database())
                ? own
                : own.sibling(schemaOf(database)).behind(gate);
    }

    boolean isSqlServer(String name) {
        return name.equalsIgnoreCase(system.sqlServer());
    }

    /** A name of at most 63 characters that no other database's schema has by accident. */
    private String schemaOf(String database) {
        String folded = database.toLowerCase(Locale.ROOT);
        String bare = folded.replaceAll("[^a-z0-9_]", "_");
        String start = own.schema() + "_db_" + bare.substring(0, Math.min(bare.length(), 16));
        String mark = Sha256.hexOf(folded.getBytes(StandardCharsets.UTF_8)).substring(0, 8);
        return start.substring(0, Math.min(start.length(), 54)) + "_" + mark;
    }
}
