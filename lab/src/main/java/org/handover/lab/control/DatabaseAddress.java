package org.handover.lab.control;

/** Where the SSO databases of a lab lie, and who may use them there. Its text shows no password. */
record DatabaseAddress(String url, String user, String password) {

    @Override
    public String toString() {
        return url;
    }
}
