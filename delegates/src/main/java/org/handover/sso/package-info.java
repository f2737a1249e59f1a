/** The vocabulary of Enterprise Single Sign-On: names and values as types that cannot hold anything else. */
@NullMarked
package org.handover.sso;

import org.jspecify.annotations.NullMarked;
