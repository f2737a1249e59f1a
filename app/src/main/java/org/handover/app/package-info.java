@NullMarked
package org.handover.app;

import org.jspecify.annotations.NullMarked;
