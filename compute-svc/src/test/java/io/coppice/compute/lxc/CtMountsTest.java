package io.coppice.compute.lxc;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CtMountsTest {
    @Test
    void who_has_no_cap_sys_admin_may_not_mount() {
        assertTrue(CtMounts.mayMount("Name:\tjava\nCapEff:\t000001ffffffffff\nCapBnd:\t0\n"));
        assertFalse(CtMounts.mayMount("Name:\tjava\nCapEff:\t0000000000001009\nCapBnd:\t000001ffffffffff\n"));
        assertFalse(CtMounts.mayMount(""));
    }
}
