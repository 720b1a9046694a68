package io.coppice.cli.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.cli.show.Look;
import io.coppice.contract.api.access.UsersApi;
import io.coppice.contract.api.backup.VzdumpApi;
import io.coppice.contract.api.guest.VmApi;
import io.coppice.contract.api.guest.VmConfigApi;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Words as parameters. */
class OptionsTest {
    private static Options.Said set(String... words) {
        return new Options(VmConfigApi.CHANGE_NOW, List.of("vmid"), "", Set.of("node")).read(List.of(words));
    }

    @Test
    void options_have_one_dash_or_two_and_a_value_behind_a_space_or_an_equals_sign() {
        Map<String, Object> expected =
                Map.of("vmid", "100", "memory", "512", "name", "a", "net0", "virtio,bridge=vmbr0");
        assertEquals(
                expected,
                set("100", "--memory", "512", "-name=a", "-net0", "virtio,bridge=vmbr0")
                        .given());
        assertEquals(
                expected,
                set("-net0", "virtio,bridge=vmbr0", "--name", "a", "100", "--memory=512")
                        .given());
    }

    @Test
    void a_truth_may_stand_without_a_value_and_takes_no_word_that_is_none() {
        assertEquals(
                Map.of("vmid", "100", "onboot", "1"), set("--onboot", "100").given());
        assertEquals(
                Map.of("vmid", "100", "onboot", "0"),
                set("--onboot", "0", "100").given());
        assertEquals(
                Map.of("vmid", "100", "onboot", "1", "acpi", "0"),
                set("100", "--onboot", "--acpi=0").given());
    }

    @Test
    void a_list_may_be_given_several_times() {
        assertEquals(
                Map.of("vmid", "100", "delete", List.of("net0", "net1")),
                set("100", "--delete", "net0", "--delete", "net1").given());
    }

    @Test
    void further_words_go_where_the_verb_wants_them_or_nowhere() {
        Options vzdump = new Options(VzdumpApi.VZDUMP, List.of(), "vmid", Set.of("node"));
        assertEquals(
                List.of("100", "101"),
                vzdump.read(List.of("100", "101", "--all", "0")).given().get("vmid"));
        Wrong wrong = assertThrows(Wrong.class, () -> set("100", "101"));
        assertTrue(wrong.getMessage().contains("'101'"), wrong.getMessage());
        Options exec = new Options(VmApi.EXEC, List.of("vmid"), "command", Set.of("node"));
        assertEquals(
                List.of("ls", "-l"),
                exec.read(List.of("100", "--", "ls", "-l")).given().get("command"));
    }

    @Test
    void what_is_missing_or_unknown_is_said_by_its_name() {
        assertTrue(assertThrows(Wrong.class, () -> set("--memory", "1"))
                .getMessage()
                .contains("<vmid>"));
        assertTrue(assertThrows(Wrong.class, () -> set("1", "--flavour", "x"))
                .getMessage()
                .contains("--flavour"));
        assertTrue(assertThrows(Wrong.class, () -> set("1", "--memory"))
                .getMessage()
                .contains("--memory needs"));
        assertTrue(assertThrows(Wrong.class, () -> set("1", "--node", "x", "--output-format", "xml"))
                .getMessage()
                .contains("'xml'"));
    }

    @Test
    void options_of_every_verb_are_about_the_look_and_the_place() {
        Options.Said said = set("1", "--output-format", "json", "--noborder", "--quiet", "--host", "h", "--node", "n");
        assertEquals(Look.Form.JSON, said.look().form());
        assertEquals(false, said.look().border());
        assertEquals(true, said.look().quiet());
        assertEquals(Map.of("host", "h", "node", "n"), said.where());
        assertEquals(Map.of("vmid", "1"), said.given());
    }

    @Test
    void a_secret_without_a_value_is_asked_for() {
        Options add = new Options(UsersApi.CREATE, List.of("userid"), "", Set.of());
        assertEquals(
                List.of("password"), add.read(List.of("a@pve", "--password")).toAsk());
        assertEquals(
                List.of("password"),
                add.read(List.of("a@pve", "--password", "--enable", "0")).toAsk());
        assertEquals(
                "given-Here",
                add.read(List.of("a@pve", "--password", "given-Here")).given().get("password"));
    }
}
