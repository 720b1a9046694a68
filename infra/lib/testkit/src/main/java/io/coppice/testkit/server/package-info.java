/**
 * Real servers that tests speak to: in a container where an engine and the image can be had, else as a child process. What
 * a test sees is alike: a port on loopback.
 *
 * <p>Invariant: which of the two it is is printed, and a server that does not come up fails the test with its own last
 * words. Not for Coppice's own processes, which its command starts.
 */
@NullMarked
package io.coppice.testkit.server;

import org.jspecify.annotations.NullMarked;
