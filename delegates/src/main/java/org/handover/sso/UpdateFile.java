package org.handover.sso;

/** The XML for {@code ssomanage -updatedb} (docs/entsso.md 4). */
public final class UpdateFile {

    private UpdateFile() {}

    /** The bytes of the file that names this server and nothing else: the same for the same name, always. */
    public static byte[] compose(SsoServerName secretServer) {
        return UpdateFileBinding.write(secretServer);
    }

    /**
     * Checks a file against docs/entsso.md 4.3 and 4.4. Reads nothing but these bytes: no file, no network, whatever the
     * file asks for.
     */
    public static UpdateFileVerdict validate(byte[] content, UpdateFileContext context) {
        return new UpdateFileCheck(content, context).verdict();
    }
}
