/**
 * Which accelerator the node's guests run on: KVM, or QEMU's own translation (TCG).
 *
 * <p>Invariant: KVM is used only where it was seen to run 64-bit guest code, at twice the speed of TCG or more; until that
 * is known, and where it is not so, TCG. That {@code /dev/kvm} opens proves nothing: it also does on hosts that emulate
 * guest code instruction by instruction.
 */
@NullMarked
package io.coppice.compute.probe;

import org.jspecify.annotations.NullMarked;
