package io.coppice.cli.show;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people see. */
class PrintersTest {
    private static Object json(String text) {
        Object read = Json.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        return read == null ? List.of() : read;
    }

    @Test
    void virtual_machines_stand_in_the_order_of_their_numbers() {
        Object data =
                json("[{'vmid':101,'name':'b','status':'running','maxmem':536870912,'maxdisk':4294967296,'pid':77},"
                        + "{'vmid':99,'status':'stopped','maxmem':1073741824,'maxdisk':0}]");
        assertEquals("""
                      VMID NAME                 STATUS     MEM(MB)    BOOTDISK(GB) PID      \s
                        99                      stopped    1024               0.00 0        \s
                       101 b                    running    512                4.00 77       \s
                """, Printers.vms(Look.PLAIN, data));
    }

    @Test
    void a_table_has_a_frame_and_numbers_at_the_right() {
        Object data = json("[{'userid':'a@pve','expire':0},{'userid':'longer@pve','expire':17}]");
        assertEquals("""
                ┌────────────┬────────┐
                │ userid     │ expire │
                ╞════════════╪════════╡
                │ a@pve      │      0 │
                ├────────────┼────────┤
                │ longer@pve │     17 │
                └────────────┴────────┘
                """, Printers.columns("userid", "expire").print(Look.PLAIN, data));
        assertEquals(
                "a@pve       0\nlonger@pve 17\n",
                Printers.columns("userid", "expire")
                        .print(Look.PLAIN.withoutBorder().withoutHeader(), data));
    }

    @Test
    void a_long_cell_goes_over_lines_in_a_frame_and_stays_one_line_without() {
        String many = "VM.Audit,".repeat(9) + "VM.Console";
        Object data = json("[{'roleid':'r','privs':'" + many + "'}]");
        assertEquals("""
                ┌────────┬──────────────────────────────────────────────────────────────────────────┐
                │ roleid │ privs                                                                    │
                ╞════════╪══════════════════════════════════════════════════════════════════════════╡
                │ r      │ VM.Audit,VM.Audit,VM.Audit,VM.Audit,VM.Audit,VM.Audit,VM.Audit,VM.Audit, │
                │        │ VM.Audit,VM.Console                                                      │
                └────────┴──────────────────────────────────────────────────────────────────────────┘
                """, Printers.columns("roleid", "privs").print(Look.PLAIN, data));
        assertEquals(
                "r " + many + "\n",
                Printers.columns("roleid", "privs")
                        .print(Look.PLAIN.withoutBorder().withoutHeader(), data));
        String word = "x".repeat(100);
        assertTrue(Printers.any(Look.PLAIN, json("{'a':'" + word + " b'}")).contains("│ " + word + " │"));
    }

    @Test
    void permissions_tell_what_holds_below() {
        assertEquals("""
                ┌──────────┬────────────────────────────┐
                │ ACL path │ Permissions                │
                ╞══════════╪════════════════════════════╡
                │ /vms     │ VM.Audit (*), VM.PowerMgmt │
                └──────────┴────────────────────────────┘
                (*) holds below the path too
                """, Printers.permissions(Look.PLAIN, json("{'/vms':{'VM.PowerMgmt':0,'VM.Audit':1}}")));
    }

    @Test
    void sizes_have_units_where_they_are_wanted() {
        Object data = json("{'mem':1610612736,'name':'x'}");
        assertEquals(true, Printers.any(Look.PLAIN, data).contains("1.50 GiB"));
        assertEquals(true, Printers.any(Look.PLAIN.withUnits(false), data).contains("1610612736"));
    }

    @Test
    void a_configuration_is_lines_in_order_and_each_option_one_line() {
        assertEquals(
                "cores: 2\ndescription: a%0Ab\n",
                Printers.pairs(Look.PLAIN, json("{'description':'a\\nb','cores':2}")));
    }

    @Test
    void pending_changes_tell_old_and_new() {
        assertEquals(
                "cur cores: 1\nnew cores: 2\ncur net0: x\ndel net0\n",
                Printers.pending(
                        Look.PLAIN,
                        json("[{'key':'cores','value':1,'pending':2},{'key':'net0','value':'x','delete':1}]")));
    }

    @Test
    void json_comes_out_as_it_came_in() {
        String text = "{\"b\":1,\"a\":[1.50,null,\"é\",12345678901234567890]}";
        assertEquals(text, Json.write(Json.read(text.getBytes(StandardCharsets.UTF_8)), false));
    }

    @Test
    void who_is_no_leader_says_who_tells_what_members_know() {
        assertEquals(
                "knows: 3\nleader: a\nlevel: 3\nmembers: told by the leader of a cluster alone\n",
                ClusterPrinter.level(Look.PLAIN, json("{'level':3,'knows':3,'leader':'a','members':[]}")));
        String all = ClusterPrinter.level(
                Look.PLAIN, json("{'level':3,'knows':3,'leader':'a','members':[{'node':'b','knows':2}]}"));
        assertTrue(all.contains("members: [{\"node\":\"b\",\"knows\":2}]"), all);
    }

    @Test
    void who_votes_is_told_with_the_witness_and_what_to_be_warned_of() {
        Object data = json("[{'type':'cluster','name':'wood','quorate':1,'voters':'pve1,wit','witness':'wit',"
                + "'witness-online':0,'warning':'the loss of one more'},"
                + "{'type':'node','name':'pve1','nodeid':1,'online':1},{'type':'node','name':'pve2','nodeid':2}]");
        String status = ClusterPrinter.status(Look.PLAIN, data);
        assertTrue(
                status.endsWith("voters: pve1, wit\nwitness: wit, out of reach\nwarning: the loss of one more\n"),
                status);
        assertEquals(
                "1 1 pve1\n2 0 pve2\n0 1 wit (witness)\n",
                ClusterPrinter.votes(Look.PLAIN.withoutBorder().withoutHeader(), data));
        String spare =
                ClusterPrinter.status(Look.PLAIN, json("[{'type':'cluster','quorate':1,'voters':'a,b,c','spare':1}]"));
        assertTrue(spare.endsWith("voters: a, b, c; of them may be lost: 1\n"), spare);
        String lost = ClusterPrinter.status(Look.PLAIN, json("[{'type':'cluster','quorate':0,'voters':'a,b,c'}]"));
        assertTrue(lost.contains("voters: a, b, c\nwarning: this node is without a quorum"), lost);
        Object unknown = json("[{'type':'node','name':'pve1','nodeid':1}]");
        assertEquals(
                "1 1 pve1\n", ClusterPrinter.votes(Look.PLAIN.withoutBorder().withoutHeader(), unknown));
    }
}
