/**
 * A host that is not there: the doors of a node's services over guests and disks of paper. Guests take their time, their
 * figures wander, and what is done to them is done to nobody else.
 *
 * <p>Invariant: nothing here starts a process but {@code diff}, or touches what lies outside the host's own folder.
 */
@NullMarked
package io.coppice.standalone.simulated;

import org.jspecify.annotations.NullMarked;
