/**
 * Options of guests as values: what each is, who may change it, when a change takes effect.
 *
 * <p>Invariant: the endpoints that take a guest's configuration, the check of a configuration file and the plan of a change
 * all read these lists; an option is declared once.
 */
@NullMarked
package io.coppice.contract.guest;

import org.jspecify.annotations.NullMarked;
