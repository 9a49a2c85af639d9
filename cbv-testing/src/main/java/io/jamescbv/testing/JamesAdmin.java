package io.jamescbv.testing;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * James' WebAdmin on 127.0.0.1, as far as tests need it.
 *
 * <p>Thread-safe.
 */
public final class JamesAdmin {
    private static final Pattern JSON_STRING = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;
    private final String token;

    public JamesAdmin(int port) {
        this(port, "");
    }

    /** @param token for a WebAdmin that wants one, see {@link JwtKey}; empty for none */
    public JamesAdmin(int port, String token) {
        this.base = URI.create("http://127.0.0.1:" + port);
        this.token = token;
    }

    public void createDomain(String domain) throws IOException, InterruptedException {
        expect(204, request("PUT", "/domains/" + encoded(domain), ""));
    }

    /** Creates a user with an empty INBOX; the domain must be there. */
    public void createUser(String address, String password) throws IOException, InterruptedException {
        expect(204, request("PUT", "/users/" + encoded(address), "{\"password\":\"" + password + "\"}"));
        // Made by the first delivery otherwise, and until then every look at it is a stack trace in James' log.
        expect(204, request("PUT", "/users/" + encoded(address) + "/mailboxes/INBOX", ""));
    }

    /** The keys of the mails in a repository such as {@code var/mail/error}; none if it is not there. */
    public List<String> listMails(String repository) throws IOException, InterruptedException {
        HttpResponse<String> response = request("GET", repositoryPath(repository), "");
        List<String> keys = new ArrayList<>();
        if (response.statusCode() != 404) {
            Matcher string = JSON_STRING.matcher(expect(200, response));
            while (string.find()) {
                keys.add(string.group(1));
            }
        }
        return keys;
    }

    /** One mail of a repository as JSON, with the attributes James can show and the headers. */
    public String mail(String repository, String key) throws IOException, InterruptedException {
        return expect(
                200,
                request(
                        "GET",
                        repositoryPath(repository) + "/" + encoded(key)
                                + "?additionalFields=attributes,perRecipientsHeaders,headers,textBody",
                        ""));
    }

    /** How many mails lie in a user's INBOX. */
    public int inboxCount(String user) throws IOException, InterruptedException {
        HttpResponse<String> response = get("/users/" + encoded(user) + "/mailboxes/INBOX/messageCount");
        return response.statusCode() == 404
                ? 0
                : Integer.parseInt(expect(200, response).trim());
    }

    /** The health of the server, or of one component, as JSON. */
    public String healthcheck() throws IOException, InterruptedException {
        return get("/healthcheck").body();
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return request("GET", path, "");
    }

    /** Any request; the path begins with a slash and is encoded already. */
    public HttpResponse<String> request(String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static String repositoryPath(String repository) {
        return "/mailRepositories/" + encoded(repository) + "/mails";
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String expect(int status, HttpResponse<String> response) throws IOException {
        if (response.statusCode() != status) {
            throw new IOException(response.request().method() + " " + response.uri() + ": " + response.statusCode()
                    + " " + response.body());
        }
        return response.body();
    }
}
