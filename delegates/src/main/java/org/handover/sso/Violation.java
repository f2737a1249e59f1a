package org.handover.sso;

/**
 * One rule that an update file breaks, and where.
 *
 * @param rule the rule
 * @param line from 1; 1 where the rule concerns the file as a whole
 * @param column from 1, counted in characters
 * @param sentence what is wrong and what would be right
 */
public record Violation(Rule rule, int line, int column, String sentence) {

    /** {@code 3:5 ONLY_SECRET_SERVER: …}. */
    @Override
    public String toString() {
        return line + ":" + column + " " + rule + ": " + sentence;
    }

    /** The rules of docs/entsso.md 4.3 and 4.4, and those that keep an XML file from being more than it seems. */
    public enum Rule {
        SIZE,
        ENCODING,
        WELL_FORMED,
        NO_DTD,
        NO_ENTITY,
        NO_PROCESSING_INSTRUCTION,
        XML_VERSION,
        NO_NAMESPACE,
        NO_ATTRIBUTE,
        ROOT,
        ONE_GLOBAL_INFO,
        ALLOWED_ELEMENTS,
        NO_DUPLICATE,
        NO_TEXT_BETWEEN,
        PLAIN_VALUE,
        TRIMMED,
        SECRET_SERVER_MISSING,
        ONLY_SECRET_SERVER,
        NOT_AN_ADDRESS,
        COMPUTER_NAME,
        SERVER_OF_THE_SYSTEM,
        NAME_AS_IN_INVENTORY,
        NUMBER,
        ACCOUNT,
        SSO_DISABLED_FIRST
    }
}
