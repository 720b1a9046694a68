/**
 * Endpoints of users and what they may do: tickets, realms, users, tokens, roles and the access control list.
 *
 * <p>Invariant: a secret parameter is marked so, and none of them is in an answer but a token's, once, when it is made.
 */
@NullMarked
package io.coppice.contract.api.access;

import org.jspecify.annotations.NullMarked;
