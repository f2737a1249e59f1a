@NullMarked
package org.handover.lab;

import org.jspecify.annotations.NullMarked;
