/**
 * The door to live state: figures and status that their owners publish and can make again at any time.
 *
 * <p>Invariant: nothing exclusive, durable or dangerous is decided by it. Every item bears the time at which its owner put
 * it, and who reads it treats an old one as unknown. What stands behind the door (Hazelcast) is seen by this module alone.
 */
@NullMarked
package io.coppice.live;

import org.jspecify.annotations.NullMarked;
