package org.handover.lab.entsso;

/**
 * A Windows account and the external account that it uses in one application. In a Config Store application the Windows
 * account is the identifier of what is configured.
 *
 * @param disabledByAdministrator 0xC0002A12 rather than 0xC0002A0C
 */
record AccountMapping(
        long id,
        String application,
        String windowsAccount,
        String externalAccount,
        boolean enabled,
        boolean disabledByAdministrator) {}
