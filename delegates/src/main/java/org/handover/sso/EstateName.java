package org.handover.sso;

/** Where a run acts: a real estate, the first run's demonstration, or a rehearsal twin in the lab. */
public record EstateName(String value) {

    public EstateName {
        PlainName.check("estate", value);
    }

    /**
     * The estate of this name.
     *
     * @throws RefusedValueException when this cannot be such a name
     */
    public static EstateName of(String value) {
        return new EstateName(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
