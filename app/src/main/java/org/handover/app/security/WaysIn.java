package org.handover.app.security;

import org.jspecify.annotations.Nullable;

/**
 * How people sign in.
 *
 * @param passwords whether Handover's own users can, with the passwords that it keeps for them
 * @param provider what the OpenID Connect provider is called, where there is one
 */
public record WaysIn(boolean passwords, @Nullable String provider) {}
