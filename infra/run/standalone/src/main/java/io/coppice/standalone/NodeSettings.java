package io.coppice.standalone;

import io.coppice.compute.probe.Accelerators;
import io.coppice.servicekit.config.Default;

/**
 * What an administrator sets for this node, in {@code DIR/coppice.conf}, {@code key = value}. Read when the node starts.
 *
 * @param accelerator what guests run on; {@code auto} tries KVM and takes it where it is real
 */
record NodeSettings(@Default("auto") Accelerators.Choice accelerator) {}
