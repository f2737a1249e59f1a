package org.handover.app.inventory;

import org.handover.step.Inventory;

/** Estates from one source: a file, the lab of a first run, the twins of rehearsals. */
public interface InventoryPart extends Inventory {}
