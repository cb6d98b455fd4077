// The HTTP side (Mesh protocol, section 8): POST, application/octet-stream both ways, Content-Length before the body, nothing cached, no other method.
// The first octets decide whether the rest is read at all.

using System.Net;
using Mesh.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Mesh.Service;

/// <summary>Maps the Mesh service onto its well-known paths.</summary>
internal static class MeshEndpoint
{
    private const string MediaType = "application/octet-stream";

    /// <summary>Adds POST on both well-known paths.</summary>
    public static IEndpointRouteBuilder MapMesh(this IEndpointRouteBuilder routes, ChannelResponder responder, BodyRoom room)
    {
        Task Answer(HttpContext context) => AnswerAsync(context, responder, room);
        routes.MapPost("/.well-known/mmm", Answer);
        routes.MapPost("/.well-known/srv/mmm", Answer);
        return routes;
    }

    private static async Task AnswerAsync(HttpContext context, ChannelResponder responder, BodyRoom room)
    {
        HttpRequest request = context.Request;
        HttpResponse response = context.Response;
        response.Headers.CacheControl = "no-store";
        if (request.ContentType != MediaType)
        {
            response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        if (request.ContentLength is not { } length || length <= 0)
        {
            response.StatusCode = StatusCodes.Status411LengthRequired;
            return;
        }

        if (length > ProtocolLimits.Record)
        {
            response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        byte[] start = new byte[Math.Min(length, RequestHead.MaximumOctets)];
        await request.Body.ReadExactlyAsync(start, context.RequestAborted).ConfigureAwait(false);
        if (responder.Admit(start, length) is { } refused)
        {
            response.StatusCode = refused;
            return;
        }

        // Memory follows what has come in, so that a length which is only announced takes none.
        byte[] body = start;
        using BodyRoom.Place taken = room.Enter();
        for (int filled = start.Length; filled < length; filled = body.Length)
        {
            int next = (int)Math.Min(length, 2L * filled);
            if (!taken.TryGrow(next))
            {
                response.StatusCode = StatusCodes.Status429TooManyRequests;
                return;
            }

            Array.Resize(ref body, next);
            await request.Body.ReadExactlyAsync(body.AsMemory(filled), context.RequestAborted).ConfigureAwait(false);
        }

        ChannelReply reply = await responder.AnswerAsync(
            body, context.Connection.RemoteIpAddress ?? IPAddress.None, context.RequestAborted).ConfigureAwait(false);
        using BodyRoom.Place held = room.Enter();
        if (!held.TryGrow(reply.Body.Length))
        {
            // No refusal: what was asked may have been done.
            response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        response.StatusCode = reply.Status;
        if (!reply.Body.IsEmpty)
        {
            response.ContentType = MediaType;
            response.ContentLength = reply.Body.Length;
            await response.Body.WriteAsync(reply.Body, context.RequestAborted).ConfigureAwait(false);
        }
    }
}
