/** What keeps the ledger honest: signed heads, the key that signs them, the copy, and what is sent off the host. */
@NullMarked
package org.handover.app.ledger;

import org.jspecify.annotations.NullMarked;
