/** Several nodes of this application on one database: how they hear of each other's work, and what only one of them has. */
@org.jspecify.annotations.NullMarked
package org.handover.app.nodes;
