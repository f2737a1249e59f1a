/** What every part of the REST interface has in common. */
@NullMarked
package org.handover.app.rest;

import org.jspecify.annotations.NullMarked;
