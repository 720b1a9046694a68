/**
 * Finds the endpoint of a method and a path, and lists what lies below a path.
 *
 * <p>Invariant: the tree is built once from the endpoint values and never changes. It checks no permission.
 */
@NullMarked
package io.coppice.gateway.route;

import org.jspecify.annotations.NullMarked;
