package io.jamescbv.james.spf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.james.jspf.core.DNSRequest;
import org.apache.james.jspf.core.DNSService;

/**
 * DNS as the rules see it: what was fetched before, and nothing else. What is missing ends the evaluation with
 * {@link Missing}, so that it can be fetched and the rules be asked again.
 *
 * <p>Not thread-safe; belongs to one evaluation.
 */
final class SpfAnswers implements DNSService {
    private static final int RECORDS = 10; // RFC 7208 §4.6.4: for "mx" and "ptr"

    private final Map<String, List<String>> fetched = new HashMap<>();

    void add(SpfRecord record, List<String> texts) {
        fetched.put(record.toString(), texts);
    }

    int size() {
        return fetched.size();
    }

    @Override
    public List<String> getRecords(DNSRequest request) {
        SpfRecord wanted = SpfRecord.of(request);
        List<String> answer = fetched.get(wanted.toString());
        if (answer == null) {
            throw new Missing(wanted);
        }
        return answer.isEmpty()
                ? null
                : new ArrayList<>(answer); // null is jspf's word for none, and it takes lists apart
    }

    @Override
    public CompletionStage<List<String>> getRecordsAsync(DNSRequest request) {
        return CompletableFuture.completedFuture(getRecords(request));
    }

    /** For the macro %{r}, which only explanations may use; nobody reads them here. */
    @Override
    public List<String> getLocalDomainNames() {
        return List.of();
    }

    /** Means nothing here: nothing waits. */
    @Override
    public void setTimeOut(int timeOut) {}

    @Override
    public int getRecordLimit() {
        return RECORDS;
    }

    /** Means nothing here: the limit is that of RFC 7208. */
    @Override
    public void setRecordLimit(int recordLimit) {}

    /** An error, because jspf makes results of exceptions, and logs them. */
    static final class Missing extends Error {
        private static final long serialVersionUID = 1L;

        private final transient SpfRecord wanted;

        private Missing(SpfRecord wanted) {
            super("not fetched yet: " + wanted, null, false, false);
            this.wanted = wanted;
        }

        SpfRecord wanted() {
            return wanted;
        }
    }
}
