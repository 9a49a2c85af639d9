package io.jamescbv.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jamescbv.testing.JamesAdmin;
import io.jamescbv.testing.JwtKey;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** WebAdmin's routes and the command line over them, in a James whose WebAdmin wants a token. */
class RestIT {
    private static final JwtKey KEY = new JwtKey();

    private static SampleJames james;

    @BeforeAll
    static void start() throws Exception {
        james = new SampleJames(
                "rest",
                UnaryOperator.identity(),
                home -> home.file("jwt_publickey", KEY.publicPem())
                        .file(
                                "webadmin.properties",
                                "enabled=true\nhost=127.0.0.1\nport=${webAdminPort}\nhttps.enabled=false\n"
                                        + "jwt.enabled=true\njwt.publickeypem.url=file://conf/jwt_publickey\n"
                                        + "cors.enable=false\n"
                                        + "extensions.routes=io.jamescbv.james.webadmin.CallbackRoutes\n"),
                KEY.token(true));
    }

    @AfterAll
    static void stop() {
        if (james != null) {
            james.close();
        }
    }

    private static HttpResponse<String> ask(String method, String path, String body) throws Exception {
        return james.admin().request(method, "/cbv" + path, body);
    }

    private static String get(String path) throws Exception {
        HttpResponse<String> response = ask("GET", path, "");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    private static void change(String method, String path, String body) throws Exception {
        HttpResponse<String> response = ask(method, path, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(204);
    }

    @Test
    void nobodyWithoutATokenOfAnAdministratorShouldBeServed() throws Exception {
        int port = james.home().webAdminPort();

        assertThat(new JamesAdmin(port).get("/cbv/stats").statusCode()).isEqualTo(401);
        assertThat(new JamesAdmin(port, KEY.token(false)).get("/cbv/stats").statusCode())
                .isEqualTo(401);
        assertThat(new JamesAdmin(port, new JwtKey().token(true))
                        .get("/cbv/enforcement")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void operatorShouldSeePinAndForgetAndThePageShouldSaySo() throws Exception {
        Transcript page = new Transcript();
        page.heading("ask about an address now");
        show(page, "POST", "/verify", "{\"address\":\"real@remote.example\"}", 200);
        page.heading("what is remembered of it");
        show(page, "GET", "/cache/real@remote.example", "", 200);
        page.heading("decide yourself until a date");
        show(
                page,
                "PUT",
                "/cache/real@remote.example",
                "{\"status\":\"fail\",\"until\":\"2099-01-01T00:00:00Z\"}",
                204);
        show(page, "POST", "/verify", "{\"address\":\"real@remote.example\"}", 200);
        page.heading("forget it, pin and all");
        show(page, "DELETE", "/cache/real@remote.example", "", 204);
        show(page, "GET", "/cache/real@remote.example", "", 200);
        page.heading("forget its domain, too");
        show(page, "DELETE", "/cache?domain=remote.example", "", 204);
        show(page, "GET", "/cache/real@remote.example", "", 404);
        page.heading("an argument that is wrong changes nothing");
        show(
                page,
                "PUT",
                "/cache/real@remote.example",
                "{\"status\":\"maybe\",\"until\":\"2099-01-01T00:00:00Z\"}",
                400);
        page.heading("take all actions back, and carry them out again");
        show(page, "PUT", "/enforcement", "{\"enforcement\":\"monitor\"}", 204);
        show(page, "GET", "/enforcement", "", 200);
        show(page, "PUT", "/enforcement", "{\"enforcement\":\"enforce\"}", 204);
        page.heading("another policy for one of our domains");
        show(page, "PATCH", "/domains/local.example", "{\"policy.onFail\":\"reject\"}", 204);
        show(page, "DELETE", "/domains/local.example", "", 204);
        page.heading("trust somebody");
        show(page, "PUT", "/allowlist/network/192.0.2.0%2F24", "", 204);
        show(page, "GET", "/allowlist", "", 200);
        show(page, "DELETE", "/allowlist/network/192.0.2.0%2F24", "", 204);

        page.shouldBeAsIn(Path.of("../docs/operations.md"));
    }

    private static void show(Transcript page, String method, String path, String body, int status) throws Exception {
        page.line("$ curl -X " + method + " http://127.0.0.1:8000/cbv" + path
                + (body.isEmpty() ? "" : " -d '" + body + "'"));
        HttpResponse<String> response = ask(method, path, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        page.line(status + (response.body().isEmpty() ? "" : " " + response.body()));
    }

    @Test
    void listShouldShowADomainAndForgettingItShouldBeSeenAtItsMailExchanger() throws Exception {
        ask("POST", "/verify", "{\"address\":\"real3@remote.example\"}");
        int before = james.callouts();

        assertThat(get("/cache?domain=remote.example&limit=1000")).contains("\"subject\":\"real3@remote.example\"");
        ask("POST", "/verify", "{\"address\":\"real3@remote.example\"}");
        assertThat(james.callouts()).isEqualTo(before);
        change("DELETE", "/cache?domain=remote.example", "");
        assertThat(get("/cache?domain=remote.example")).doesNotContain("real3@");
        ask("POST", "/verify", "{\"address\":\"real3@remote.example\"}");
        assertThat(james.callouts()).isEqualTo(before + 1);
        ask("POST", "/verify", "{\"address\":\"real3@remote.example\",\"useCache\":false}");
        assertThat(james.callouts()).isEqualTo(before + 2);
    }

    @Test
    void forgettingEverythingShouldBeATask() throws Exception {
        ask("POST", "/verify", "{\"address\":\"real4@remote.example\"}");

        HttpResponse<String> response = ask("DELETE", "/cache", "");

        assertThat(response.statusCode()).isEqualTo(201);
        String task = response.body().replaceAll(".*\"taskId\":\"([^\"]+)\".*", "$1");
        await().untilAsserted(
                        () -> assertThat(james.admin().get("/tasks/" + task).body())
                                .contains("\"status\":\"completed\"")
                                .contains("\"type\":\"cbv-forget-all\""));
        assertThat(ask("GET", "/cache/real4@remote.example", "").statusCode()).isEqualTo(404);
    }

    @Test
    void overrideShouldBeSeenInTheSettingsOfTheDomainUntilItIsReset() throws Exception {
        change("PATCH", "/domains/other.example", "{\"policy.onFail\":\"tempfail\",\"policy.score\":2.5}");

        assertThat(get("/domains/other.example")).contains("tempfail", "overridden", "2.5");
        change("DELETE", "/domains/other.example", "");
        assertThat(get("/domains/other.example")).doesNotContain("overridden");
    }

    @Test
    void enforcementShouldHoldAtOnce() throws Exception {
        change("PUT", "/enforcement", "{\"enforcement\":\"monitor\"}");
        try {
            james.send("forged-monitor@remote.example", "under monitor");

            assertThat(james.delivered(SampleJames.USER, "under monitor")).isNotEmpty();
        } finally {
            change("PUT", "/enforcement", "{\"enforcement\":\"enforce\"}");
        }
        james.send("forged-enforce@remote.example", "under enforce");
        assertThat(james.quarantined("under enforce")).contains("mailbox-unknown");
    }

    @Test
    void configurationShouldBeShownWithWhatWasChanged() throws Exception {
        change("PUT", "/allowlist/domain/friend.example", "");

        assertThat(get("/config")).contains("callout.deadline = 20s", "allow domain friend.example");
        change("DELETE", "/allowlist/domain/friend.example", "");
    }

    @Test
    void commandLineShouldDoTheSame() throws Exception {
        ask("POST", "/verify", "{\"address\":\"real6@remote.example\"}");

        assertThat(cli(0, "cache", "show", "real6@remote.example"))
                .contains("subject")
                .contains("real6@remote.example")
                .contains("accepted");
        assertThat(cli(0, "cache", "list", "remote.example", "--json")).startsWith("[{\"kind\":");
        cli(0, "cache", "pin", "real6@remote.example", "fail", "2099-01-01T00:00:00Z");
        assertThat(cli(0, "cache", "show", "real6@remote.example")).contains("pin");
        cli(0, "cache", "forget", "real6@remote.example");
        cli(0, "cache", "forget", "--domain", "remote.example");
        assertThat(cli(1, "cache", "show", "real6@remote.example")).contains("nothing is remembered");
        assertThat(cli(0, "cache", "forget", "--all")).contains("taskId: ");
        assertThat(cli(0, "stats")).contains("tiers.memory.entries: ").contains("calloutsInFlight: 0");
        assertThat(cli(0, "mode")).contains("enforcement: enforce");
        cli(0, "mode", "enforce");
        assertThat(cli(3, "mode", "sometimes")).contains("James says 400").contains("sometimes");
        cli(0, "allowlist", "add", "domain", "friend.example");
        assertThat(cli(0, "allowlist", "list")).contains("friend.example").contains("run-time");
        cli(0, "allowlist", "remove", "domain", "friend.example");
        assertThat(cli(0, "config", "show")).contains("callout.deadline = 20s");
        cli(0, "config", "reload");
        cli(0, "config", "check", james.home().folder().resolve("conf/cbv.xml").toString());
        assertThat(cli(
                        1,
                        "config",
                        "check",
                        james.home().folder().resolve("conf/smtpserver.xml").toString()))
                .contains("is not a key");
        assertThat(cli(64, "cache", "forget")).contains("--all");
    }

    /** What it prints, on either stream. */
    private static String cli(int status, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar"));
        command.add(Built.DROP_IN_JAR.resolveSibling("cbv-cli.jar").toString());
        command.addAll(List.of(arguments));
        boolean remote = !List.of(arguments).contains("check") && status != 64;
        if (remote) {
            command.add("--url=http://127.0.0.1:" + james.home().webAdminPort());
        }
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("CBV_TOKEN", KEY.token(true));
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as(String.join(" ", arguments) + ": " + printed)
                .isEqualTo(status);
        return printed;
    }

    @Test
    void reloadShouldBeAllOrNothing() throws Exception {
        Path file = james.home().folder().resolve("conf/cbv.xml");
        String text = Files.readString(file);
        try {
            Files.writeString(file, text.replace("<deadline>20s</deadline>", "<deadline>soon</deadline>"));
            HttpResponse<String> refused = ask("POST", "/config/reload", "");
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).contains("callout.deadline").contains("soon");
            assertThat(get("/config")).contains("callout.deadline = 20s");

            Files.writeString(file, text.replace("<deadline>20s</deadline>", "<deadline>19s</deadline>"));
            change("POST", "/config/reload", "");
            assertThat(get("/config")).contains("callout.deadline = 19s");
            ask("POST", "/verify", "{\"address\":\"real5@remote.example\"}");
        } finally {
            Files.writeString(file, text);
            change("POST", "/config/reload", "");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET    | /cache/jo                              | ''                                     | 400",
                "GET    | /cache                                 | ''                                     | 400",
                "GET    | /cache?domain=a%20b                    | ''                                     | 400",
                "GET    | /cache?domain=remote.example&limit=0   | ''                                     | 400",
                "GET    | /cache?domain=remote.example&limit=x   | ''                                     | 400",
                "PUT    | /cache/jo@remote.example               | ''                                     | 400",
                "PUT    | /cache/jo@remote.example               | []                                     | 400",
                "PUT    | /cache/jo@remote.example               | {\"status\":\"pass\"}                  | 400",
                "PUT    | /cache/jo@remote.example               | {\"status\":\"pass\",\"until\":\"soon\"} | 400",
                "PUT    | /cache/jo@remote.example               | {\"status\":\"pass\",\"until\":\"2001-01-01T00:00:00Z\"} | 400",
                "PUT    | /cache/jo@remote.example               | {\"status\":\"skipped\",\"until\":\"2099-01-01T00:00:00Z\"} | 400",
                "DELETE | /cache/jo                              | ''                                     | 400",
                "POST   | /verify                                | {\"address\":\"jo\"}                   | 400",
                "POST   | /verify                                | {\"address\":1}                        | 400",
                "POST   | /verify                                | {\"address\":\"jo@remote.example\",\"useCache\":\"x\"} | 400",
                "PUT    | /enforcement                           | {\"enforcement\":\"sometimes\"}        | 400",
                "PUT    | /enforcement                           | nonsense                               | 400",
                "PATCH  | /domains/local.example                 | {}                                     | 400",
                "PATCH  | /domains/local.example                 | {\"policy.onError\":\"reject\"}        | 400",
                "PATCH  | /domains/local.example                 | {\"policy.onFail\":{\"a\":1}}          | 400",
                "PATCH  | /domains/local.example                 | {\"callout.port\":26}                  | 400",
                "PATCH  | /domains/local.example                 | {\"policy.onFail\":\"reject\",\"nonsense\":1} | 400",
                "PATCH  | /domains/a%20b                         | {\"policy.onFail\":\"reject\"}         | 400",
                "PUT    | /allowlist/planet/mars                 | ''                                     | 400",
                "PUT    | /allowlist/network/192.0.2.0%2F33      | ''                                     | 400",
                "DELETE | /allowlist/domain/nobody.example       | ''                                     | 400",
                "DELETE | /breakers/192.0.2.1                    | ''                                     | 404",
                "GET    | /nonsense                              | ''                                     | 404",
            })
    void wrongArgumentShouldBeRefusedAndChangeNothing(String method, String path, String body, int status)
            throws Exception {
        String before = get("/config") + get("/allowlist") + get("/domains/local.example");

        HttpResponse<String> response = ask(method, path, body);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.body()).contains("\"message\"");
        assertThat(get("/config") + get("/allowlist") + get("/domains/local.example"))
                .isEqualTo(before);
    }
}
