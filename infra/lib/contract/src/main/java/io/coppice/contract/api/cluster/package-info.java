/**
 * Endpoints that speak of the whole cluster: its nodes, its resources, the next free VM ID.
 */
@NullMarked
package io.coppice.contract.api.cluster;

import org.jspecify.annotations.NullMarked;
