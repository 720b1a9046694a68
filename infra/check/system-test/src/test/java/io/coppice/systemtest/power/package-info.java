/**
 * Loss of power: a disk that forgets what was not flushed, served to a virtual machine over NBD, and the machine whose
 * QEMU ends in the same instant. Nothing here knows what runs in the machine.
 */
@org.jspecify.annotations.NullMarked
package io.coppice.systemtest.power;
