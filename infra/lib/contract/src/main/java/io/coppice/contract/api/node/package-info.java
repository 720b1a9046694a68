/**
 * Endpoints of a node: what it is, how it fares, and the version of the API.
 */
@NullMarked
package io.coppice.contract.api.node;

import org.jspecify.annotations.NullMarked;
