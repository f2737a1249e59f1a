package org.handover.tool;

import org.handover.sso.WindowsPath;

/**
 * Where ENTSSO and its 64-bit tools are installed on one server; found by {@link RegistryQuery#installDirectory()}.
 *
 * @param folder for example {@code C:\Program Files\Common Files\Enterprise Single Sign-On}
 */
public record InstallDirectory(WindowsPath folder) {

    /** {@code ssomanage.exe} with its full path, between quotes. */
    String ssomanage() {
        return folder.child("ssomanage.exe").quoted();
    }

    /** {@code ssoconfig.exe} with its full path, between quotes. */
    String ssoconfig() {
        return folder.child("ssoconfig.exe").quoted();
    }
}
