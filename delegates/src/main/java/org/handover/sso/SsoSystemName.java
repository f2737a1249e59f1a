package org.handover.sso;

/** The name that the inventory gives to one SSO system: one SSO database, one master secret server, its SSO servers. */
public record SsoSystemName(String value) {

    public SsoSystemName {
        PlainName.check("SSO system", value);
    }

    /**
     * The SSO system of this name.
     *
     * @throws RefusedValueException when this cannot be such a name
     */
    public static SsoSystemName of(String value) {
        return new SsoSystemName(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
