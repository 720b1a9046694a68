/**
 * What services stand on: the truth and the live state of this node, and the host's own part of the API.
 */
@NullMarked
package io.coppice.node;

import org.jspecify.annotations.NullMarked;
