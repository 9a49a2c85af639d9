package io.jamescbv.james.webadmin;

import io.jamescbv.james.operation.Answers;
import io.jamescbv.james.operation.Operations;
import org.apache.james.task.Task;
import org.apache.james.task.TaskType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forgets everything but the pins, as a task of James. */
final class ForgetAllTask implements Task {
    static final TaskType TYPE = TaskType.of("cbv-forget-all");

    private static final Logger LOGGER = LoggerFactory.getLogger(ForgetAllTask.class);

    private final Operations operations;

    ForgetAllTask(Operations operations) {
        this.operations = operations;
    }

    @Override
    public Result run() {
        try {
            Answers.await(operations.forgetAll());
            return Result.COMPLETED;
        } catch (IllegalStateException e) {
            LOGGER.warn("Not everything is forgotten: {}", e.getMessage());
            return Result.PARTIAL;
        }
    }

    @Override
    public TaskType type() {
        return TYPE;
    }
}
