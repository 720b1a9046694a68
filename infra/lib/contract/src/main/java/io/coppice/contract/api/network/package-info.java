/** Endpoints of a node's network. */
@NullMarked
package io.coppice.contract.api.network;

import org.jspecify.annotations.NullMarked;
