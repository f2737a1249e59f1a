/** Camunda with web apps, REST and a PostgreSQL of its own, and nothing else. */
@NullMarked
package org.handover.bench.bare;

import org.jspecify.annotations.NullMarked;
