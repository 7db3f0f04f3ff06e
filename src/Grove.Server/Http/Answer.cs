using System.Text.Encodings.Web;
using System.Text.Json;

namespace Grove.Server.Http;

internal delegate void WriteJson<T>(Utf8JsonWriter json, T value);

/// <summary>What a handler answers; <see cref="AnswerBuffer"/> turns it into bytes.</summary>
internal abstract class Answer
{
    public virtual int Status => 200;

    public virtual string ContentType => "application/json";

    /// <summary>Writes the body; returns the entity tag when the answer is one resource.</summary>
    public abstract string? Write(AnswerBuffer buffer);

    public static Answer Empty { get; } = new EmptyAnswer();

    public static implicit operator Answer(ApiError error) => new ErrorAnswer(error);

    /// <summary>One resource in the envelope; with a version it carries an <c>ETag</c>.</summary>
    public static Answer Resource<T>(T value, WriteJson<T> write, long? version = null, ErrorItem? message = null) =>
        new ResourceAnswer<T>(value, write, version, message);

    /// <summary>A list in the envelope; <paramref name="info"/> writes the members of <c>result_info</c>, null leaves it out.</summary>
    public static Answer List<T>(IReadOnlyList<T> rows, WriteJson<T> write, Action<Utf8JsonWriter>? info, ErrorItem? message = null) =>
        new ListAnswer<T>(rows, write, info, message);

    /// <summary>An object without the envelope.</summary>
    public static Answer Bare<T>(T value, WriteJson<T> write) => new BareAnswer<T>(value, write);

    /// <summary>Bytes of another format than JSON.</summary>
    public static Answer Text(byte[] bytes, string contentType) => new TextAnswer(bytes, contentType);

    private sealed class TextAnswer(byte[] text, string contentType) : Answer
    {
        public override string ContentType => contentType;

        public override string? Write(AnswerBuffer buffer)
        {
            buffer.WriteRaw(text);
            return null;
        }
    }

    private sealed class EmptyAnswer : Answer
    {
        public override int Status => 204;

        public override string? Write(AnswerBuffer buffer) => null;
    }

    private sealed class BareAnswer<T>(T value, WriteJson<T> write) : Answer
    {
        public override string? Write(AnswerBuffer buffer)
        {
            write(buffer.Json, value);
            return null;
        }
    }

    private sealed class ResourceAnswer<T>(T value, WriteJson<T> write, long? version, ErrorItem? message) : Answer
    {
        public override string? Write(AnswerBuffer buffer)
        {
            Envelope.Open(buffer.Json, message);
            var start = buffer.Position;
            write(buffer.Json, value);
            var end = buffer.Position;
            Envelope.Close(buffer.Json);
            return version is { } v ? EntityTag.Write(v, buffer.Bytes(start, end)) : null;
        }
    }

    private sealed class ListAnswer<T>(IReadOnlyList<T> rows, WriteJson<T> write, Action<Utf8JsonWriter>? info, ErrorItem? message) : Answer
    {
        public override string? Write(AnswerBuffer buffer)
        {
            var json = buffer.Json;
            Envelope.Open(json, message);
            json.WriteStartArray();
            foreach (var row in rows) write(json, row);
            json.WriteEndArray();
            if (info is not null)
            {
                json.WriteStartObject("result_info"u8);
                info(json);
                json.WriteEndObject();
            }
            Envelope.Close(json);
            return null;
        }
    }
}

/// <summary>A refusal, with the headers that go with it.</summary>
internal sealed class ErrorAnswer(ApiError error) : Answer
{
    public ApiError Error => error;

    public override int Status => error.Status;

    public override string? Write(AnswerBuffer buffer)
    {
        Envelope.WriteError(buffer.Json, error);
        return null;
    }
}

/// <summary>The bytes of one answer. Pooled: not shared between requests in flight.</summary>
internal sealed class AnswerBuffer
{
    private static readonly JsonWriterOptions Options = new()
    {
        // Answers are application/json, never HTML: text stays readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private System.Buffers.ArrayBufferWriter<byte> bytes = new(2048);

    public AnswerBuffer() => Json = new(bytes, Options);

    public Utf8JsonWriter Json { get; private set; }

    /// <summary>How many bytes have been written so far.</summary>
    public int Position
    {
        get
        {
            Json.Flush();
            return bytes.WrittenCount;
        }
    }

    public ReadOnlyMemory<byte> Written
    {
        get
        {
            Json.Flush();
            return bytes.WrittenMemory;
        }
    }

    public ReadOnlySpan<byte> Bytes(int start, int end) => bytes.WrittenSpan[start..end];

    /// <summary>Adds bytes that are no JSON.</summary>
    public void WriteRaw(ReadOnlySpan<byte> raw)
    {
        raw.CopyTo(bytes.GetSpan(raw.Length));
        bytes.Advance(raw.Length);
    }

    public void Reset()
    {
        // One large list must not pin its memory for good.
        if (bytes.Capacity > 256 * 1024) bytes = new(2048);
        else bytes.ResetWrittenCount();
        Json.Reset(bytes);
    }
}
