/** Enterprise Single Sign-On as far as a console, an event log and an SSO database can tell: the service, its secrets, its tools. */
@NullMarked
package org.handover.lab.entsso;

import org.jspecify.annotations.NullMarked;
